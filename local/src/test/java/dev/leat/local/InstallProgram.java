package dev.leat.local;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Installs a distribution in a process of its own, for tests that kill it or run two. */
final class InstallProgram {
    private InstallProgram() {}

    public static void main(String[] arguments) throws IOException {
        Path cache = Path.of(arguments[0]);
        URI repository = URI.create(arguments[1]);
        DistributionList list = FakeArchive.parse(Files.readString(Path.of(arguments[2])));
        System.out.println("started");
        new Distribution(
                        ElasticsearchVersion.V9,
                        list,
                        cache,
                        new Repository(repository, Proxies.of(new Machine(Map.of(), cache, cache, false))),
                        Pause.real(),
                        directory -> Long.MAX_VALUE)
                .install(ProgressListener.silent());
    }
}
