package dev.leat.local;

import dev.leat.local.Launcher.PidFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The command line that starts a node of Cassandra: what {@code bin/cassandra} and its option files do. */
record CassandraCommand(Launcher launcher, Jdk jdk, Path home) {
    /** What a JDK 17 has to open, as Cassandra's own {@code jvm17-server.options} lists it. */
    private static final List<String> EXPORTS = List.of(
            "java.base/jdk.internal.misc",
            "java.base/jdk.internal.ref",
            "java.base/sun.nio.ch",
            "java.management.rmi/com.sun.jmx.remote.internal.rmi",
            "java.rmi/sun.rmi.registry",
            "java.rmi/sun.rmi.server",
            "java.sql/java.sql");

    private static final List<String> OPENS = List.of(
            "java.base/java.io",
            "java.base/java.lang",
            "java.base/java.lang.module",
            "java.base/java.lang.reflect",
            "java.base/java.math",
            "java.base/java.net",
            "java.base/java.nio",
            "java.base/java.util",
            "java.base/java.util.concurrent",
            "java.base/java.util.concurrent.atomic",
            "java.base/jdk.internal.loader",
            "java.base/jdk.internal.math",
            "java.base/jdk.internal.module",
            "java.base/jdk.internal.ref",
            "java.base/jdk.internal.reflect",
            "java.base/jdk.internal.util.jar",
            "java.base/sun.nio.ch",
            "jdk.management/com.sun.management.internal");

    /** Starts the node. The process of an owned node ends it when its standard input is closed. */
    Process start(CassandraOptions options) {
        CassandraFiles own = new CassandraFiles(launcher.files());
        List<String> server =
                new ArrayList<>(List.of(jdk.java().toString(), launcher.files().mark()));
        server.addAll(
                switch (options.tuning()) {
                    case QUICK_START -> List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
                    case FULL_SPEED -> List.of("-XX:+UseG1GC");
                });
        server.addAll(List.of(
                "-Xms" + options.heapMegabytes() + "m",
                "-Xmx" + options.heapMegabytes() + "m",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:ErrorFile=" + launcher.files().logs().resolve("hs_err_pid%p.log"),
                "-Djava.io.tmpdir=" + launcher.files().temporary(),
                "-Djava.security.manager=allow",
                "-Dio.netty.tryReflectionSetAccessible=true",
                "-Dlogback.configurationFile=" + own.logback().toUri(),
                "-Dcassandra.config=" + own.yaml().toUri(),
                "-Dcassandra.storagedir=" + launcher.files().data(),
                "-Dcassandra-foreground=yes",
                // One node has nobody to wait for.
                "-Dcassandra.superuser_setup_delay_ms=0",
                "-Dcassandra.skip_wait_for_gossip_to_settle=0",
                "-Dcassandra.ring_delay_ms=1"));
        EXPORTS.forEach(name -> server.addAll(List.of("--add-exports", name + "=ALL-UNNAMED")));
        OPENS.forEach(name -> server.addAll(List.of("--add-opens", name + "=ALL-UNNAMED")));
        server.addAll(List.of("-cp", home + "/*", "org.apache.cassandra.service.CassandraDaemon"));
        return launcher.start(
                launcher.builder(
                        launcher.server(options.lifetime(), PidFile.BY_SHELL, server),
                        launcher.files().directory(),
                        Map.of("JAVA_HOME", jdk.home().toString())),
                options.lifetime());
    }
}
