package dev.leat.app.command;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Standard output when it may be a pipe: tells the end of the reader apart from other failures. */
final class PipeStream extends FilterOutputStream {

    PipeStream(OutputStream out) {
        super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            String message = String.valueOf(e.getMessage());
            if (message.contains("Broken pipe") || message.contains("EPIPE")) {
                throw new BrokenPipe(e);
            }
            throw e;
        }
    }
}
