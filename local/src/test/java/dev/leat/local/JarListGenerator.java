package dev.leat.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Makes the list of Cassandra's jars when a release is added: run it with a file that holds the class path of
 * {@code org.apache.cassandra:cassandra-all}, as {@code mvn dependency:build-classpath -Dmdep.outputFile=FILE
 * -DincludeScope=runtime} writes it, and the list's file.
 */
final class JarListGenerator {
    // Tools that watch a node over JMX, the driver of the bulk loader, and native code that the JDK's TLS stands in
    // for.
    private static final Pattern LEFT_OUT =
            Pattern.compile("(org/gridkit/.*|com/beust/.*|io/airlift/.*|org/apache/cassandra/cassandra-driver-core/.*"
                    + "|io/netty/netty-tcnative-boringssl-static/.*|io/netty/netty-transport-native-kqueue/.*"
                    + "|io/netty/netty-resolver-dns-native-macos/.*|io/netty/netty-all/.*)");

    private JarListGenerator() {}

    public static void main(String[] arguments) throws IOException {
        Set<String> lines = new TreeSet<>();
        Set<String> leftOut = new TreeSet<>();
        for (String jar : Files.readString(Path.of(arguments[0])).strip().split(":", -1)) {
            String path = jar.replaceFirst(".*/repository/", "");
            if (LEFT_OUT.matcher(path).matches()) {
                leftOut.add("# left out: " + path);
            } else {
                byte[] bytes = Files.readAllBytes(Path.of(jar));
                String sha256 = HexFormat.of().formatHex(VerifiedFiles.sha256().digest(bytes));
                lines.add(path + " " + bytes.length + " " + sha256);
            }
        }
        StringBuilder text = new StringBuilder("# size sha256 path\n");
        leftOut.forEach(line -> text.append(line).append('\n'));
        for (String line : lines) {
            String[] words = line.split(" ", 3);
            text.append(words[1])
                    .append(' ')
                    .append(words[2])
                    .append(' ')
                    .append(words[0])
                    .append('\n');
        }
        Files.writeString(Path.of(arguments[1]), text.toString());
    }
}
