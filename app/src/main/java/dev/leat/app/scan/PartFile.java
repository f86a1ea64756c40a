package dev.leat.app.scan;

import dev.leat.app.file.AtomicFile;
import dev.leat.app.file.Sha256;
import dev.leat.elastic.scan.SliceReader;
import java.io.IOException;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Writes one slice into one file, which appears when it is complete. */
record PartFile(Path folder, String name, Encoding encoding) {

    ExportManifest.Finished write(SliceReader reader, ScanProgress progress) throws IOException {
        MessageDigest digest = Sha256.digest();
        try (AtomicFile file = AtomicFile.open(folder.resolve(name))) {
            PageSink sink = encoding.open(new DigestOutputStream(file.out(), digest));
            reader.readPages(page -> {
                sink.write(page);
                progress.advance(page);
            });
            sink.complete();
            file.complete();
            return new ExportManifest.Finished(
                    reader.documents(), sink.bytes(), HexFormat.of().formatHex(digest.digest()));
        }
    }
}
