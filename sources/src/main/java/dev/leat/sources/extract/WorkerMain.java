package dev.leat.sources.extract;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * What runs in the worker process.
 *
 * <p>The main thread does nothing but receive, so it notices at once when the parent is gone, even in the middle of a
 * document, and then ends the process. Documents are parsed one at a time on a thread with a large stack.
 */
final class WorkerMain {
    /** Deeply nested documents recurse; what overflows even this is reported, not fatal. */
    private static final long PARSER_STACK_BYTES = 16 << 20;

    private final DataInputStream in;
    private final DataOutputStream out;
    private final Path folder;
    private final TikaTextReader reader;

    private WorkerMain(DataInputStream in, DataOutputStream out, Path folder, TikaTextReader reader) {
        this.in = in;
        this.out = out;
        this.folder = folder;
        this.reader = reader;
    }

    public static void main(String[] arguments) throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(new FileInputStream(FileDescriptor.in)));
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));
        // Parsers that print would otherwise write into the answers.
        System.setOut(System.err);
        Path folder = Path.of(arguments[0]);
        new WorkerMain(in, out, folder, TikaTextReader.create()).run();
    }

    private void run() throws IOException {
        out.writeInt(WorkerFrames.READY);
        out.flush();
        ExecutorService parser =
                Executors.newSingleThreadExecutor(task -> new Thread(null, task, "parser", PARSER_STACK_BYTES));
        try {
            while (true) {
                WorkerFrames.Header header = WorkerFrames.readHeader(in);
                Path document = folder.resolve("document");
                if (receive(document)) {
                    parser.execute(() -> answer(header, document));
                }
            }
        } catch (EOFException parentIsGone) {
            TemporaryFolder.delete(folder);
            Runtime.getRuntime().halt(0);
        }
    }

    private boolean receive(Path document) throws IOException {
        byte[] chunk = new byte[WorkerFrames.CHUNK];
        try (OutputStream file = Files.newOutputStream(document)) {
            int length = in.readInt();
            while (length > 0) {
                in.readFully(chunk, 0, length);
                file.write(chunk, 0, length);
                length = in.readInt();
            }
            return length == WorkerFrames.END;
        }
    }

    private void answer(WorkerFrames.Header header, Path document) {
        try {
            Extraction answer = reader.read(header, document);
            TemporaryFolder.empty(folder);
            WorkerFrames.writeAnswer(out, answer);
        } catch (IOException e) {
            // The pipe to the parent is broken, or the disk is: a new process is the way out.
            Runtime.getRuntime().halt(1);
        }
    }
}
