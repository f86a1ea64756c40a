package dev.leat.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of one node: four folders that belong to the user that it runs as, and what this module notes down beside
 * them.
 */
record NodeFiles(NodeKind kind, Path directory) {
    static NodeFiles of(NodeKind kind, Path directory) {
        return new NodeFiles(kind, directory.toAbsolutePath().normalize());
    }

    Path data() {
        return directory.resolve("data");
    }

    Path config() {
        return directory.resolve("config");
    }

    Path logs() {
        return directory.resolve("logs");
    }

    Path temporary() {
        return directory.resolve("tmp");
    }

    /** The folders that belong to the user that the node runs as. */
    List<Path> folders() {
        return List.of(data(), config(), logs(), temporary());
    }

    Path record() {
        return directory.resolve("node.properties");
    }

    Path lock() {
        return directory.resolve("leat.lock");
    }

    /** The file with the secrets of a secured node, for its owner's eyes only. */
    Path secrets() {
        return directory.resolve("secrets.properties");
    }

    Path caCertificate() {
        return directory.resolve("ca.crt");
    }

    /** Where the programs that are started write what they have to say outside their logs. */
    Path console() {
        return logs().resolve("console.log");
    }

    Path log(String clusterName) {
        return logs().resolve(clusterName + ".log");
    }

    Path pid() {
        return temporary().resolve(kind.pidFile());
    }

    /** The option that marks each process of this node on its command line. */
    String mark() {
        return "-Dleat.node=" + directory;
    }

    /** Makes the data directory itself, which must exist before it can be locked. */
    void create() {
        try {
            boolean fresh = !Files.exists(directory);
            Files.createDirectories(directory);
            if (fresh) {
                Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        } catch (IOException e) {
            throw LocalException.file("Cannot make the data directory " + directory, e);
        }
    }

    /** Makes the folders and clears what an earlier run left behind; the data stays. */
    void prepareFolders() throws IOException {
        for (Path folder : folders()) {
            Files.createDirectories(folder);
        }
        // It may hold the key of the certificate and the first password.
        Files.setPosixFilePermissions(config(), PosixFilePermissions.fromString("rwx------"));
        try (Stream<Path> leftovers = Files.list(temporary())) {
            for (Path leftover : (Iterable<Path>) leftovers::iterator) {
                DeleteTree.delete(leftover);
            }
        }
        Files.writeString(console(), "");
    }

    /** The process id that the server noted down; 0 when there is none. */
    long serverPid() {
        try {
            return Files.isRegularFile(pid())
                    ? Long.parseLong(Files.readString(pid()).strip())
                    : 0;
        } catch (IOException | NumberFormatException e) {
            // It is being written or removed at this moment.
            return 0;
        }
    }

    /** Notes down which release writes the data, and refuses one that is older than the last. */
    void claimData(String number) {
        Path file = directory.resolve("data.version");
        try {
            String last = Files.exists(file) ? Files.readString(file).strip() : number;
            if (major(last) > major(number)) {
                throw new LocalException(
                        LocalException.Reason.BAD_OPTION,
                        "The data in " + directory + " was written by " + kind.product() + " " + last + ", and "
                                + number + " cannot read it: start " + last + ", or use another data directory");
            }
            Files.writeString(file, number + "\n");
        } catch (IOException | NumberFormatException e) {
            throw new LocalException(
                    LocalException.Reason.FILE_FAILED,
                    "Cannot use " + file + ": " + e + "; remove it if it is damaged",
                    e);
        }
    }

    private static int major(String number) {
        return Integer.parseInt(number.split("\\.", 2)[0]);
    }

    /** Stops the node, whoever started it, waits for its end, and forgets it. */
    void stopNode() {
        NodeRecord record = NodeRecord.read(this);
        if (record != null) {
            new NodeProcesses(this, Pause.real()).end(serverPid(), record.launcherPid());
            forget();
        }
    }

    /** Stops the node and removes the directory with all that the node kept, if it was made for one. */
    void destroy() {
        if (!Files.exists(directory)) {
            return;
        }
        if (!Files.exists(lock())) {
            throw new LocalException(
                    LocalException.Reason.BAD_OPTION,
                    directory + " was not made for a local " + kind.product() + ", so it is not removed");
        }
        stopNode();
        try {
            DeleteTree.delete(directory);
        } catch (IOException e) {
            throw LocalException.file("Cannot remove " + directory, e);
        }
    }

    /** Forgets the node: what is left is a directory of data. */
    void forget() {
        try {
            Files.deleteIfExists(record());
        } catch (IOException e) {
            throw LocalException.file("Cannot remove " + record(), e);
        }
    }
}
