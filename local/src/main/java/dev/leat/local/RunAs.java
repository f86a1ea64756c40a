package dev.leat.local;

import dev.leat.local.LocalException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The user that the node runs as: the one who asks, or {@code nobody} when that is root: Elasticsearch refuses to run as
 * root, and a database has no business with root's rights.
 */
sealed interface RunAs {
    /** The words that come before a command to run it as this user. */
    List<String> prefix();

    /** Gives everything below the directory to this user. */
    void own(Path directory);

    /** Whether this user can enter the directory and all above it. */
    boolean canEnter(Path directory);

    /** Says in one line that a directory is closed to this user, if it is. */
    default void requireEntry(Path directory, String whatItIs, String advice) {
        if (!canEnter(directory)) {
            throw new LocalException(
                    Reason.DIRECTORY_CLOSED,
                    whatItIs + " " + directory + " is closed to the user that the node runs as (nobody, because"
                            + " this process is root): " + advice);
        }
    }

    static RunAs choose(Machine machine) {
        if (!machine.root()) {
            return new Same();
        }
        Path setpriv = machine.findProgram("setpriv");
        if (setpriv == null) {
            throw new LocalException(
                    Reason.CANNOT_DROP_ROOT,
                    "A local node does not run as root, and setpriv, which would start it as nobody, is missing:"
                            + " install util-linux, or run Leat as an ordinary user");
        }
        return nobody(setpriv);
    }

    private static Nobody nobody(Path setpriv) {
        try (Stream<String> users = Files.lines(Path.of("/etc/passwd"))) {
            return users.map(line -> line.split(":", -1))
                    .filter(fields -> fields.length > 3 && fields[0].equals("nobody"))
                    .map(fields -> new Nobody(setpriv, Integer.parseInt(fields[2]), Integer.parseInt(fields[3])))
                    .findFirst()
                    .orElseGet(() -> new Nobody(setpriv, 65_534, 65_534));
        } catch (IOException e) {
            return new Nobody(setpriv, 65_534, 65_534);
        }
    }

    /** The user of this process. */
    record Same() implements RunAs {
        @Override
        public List<String> prefix() {
            return List.of();
        }

        @Override
        public void own(Path directory) {
            // What this process makes is this user's already.
        }

        @Override
        public boolean canEnter(Path directory) {
            return true;
        }
    }

    /** The user with the fewest rights on the machine. */
    record Nobody(Path setpriv, int user, int group) implements RunAs {
        @Override
        public List<String> prefix() {
            return List.of(
                    setpriv.toString(), "--reuid=" + user, "--regid=" + group, "--clear-groups", "--no-new-privs");
        }

        @Override
        public void own(Path directory) {
            try (Stream<Path> below = Files.walk(directory)) {
                for (Path path : (Iterable<Path>) below::iterator) {
                    if (!Integer.valueOf(user)
                            .equals(Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS))) {
                        Files.setAttribute(path, "unix:uid", user, LinkOption.NOFOLLOW_LINKS);
                        Files.setAttribute(path, "unix:gid", group, LinkOption.NOFOLLOW_LINKS);
                    }
                }
            } catch (IOException e) {
                throw LocalException.file("Cannot give " + directory + " to the user nobody", e);
            }
        }

        @Override
        public boolean canEnter(Path directory) {
            for (Path path = real(directory); path != null; path = path.getParent()) {
                if (!Files.exists(path)) {
                    continue;
                }
                if (!enterable(path)) {
                    return false;
                }
            }
            return true;
        }

        private boolean enterable(Path path) {
            try {
                Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
                if (Integer.valueOf(user).equals(Files.getAttribute(path, "unix:uid"))) {
                    return permissions.contains(PosixFilePermission.OWNER_EXECUTE);
                }
                if (Integer.valueOf(group).equals(Files.getAttribute(path, "unix:gid"))) {
                    return permissions.contains(PosixFilePermission.GROUP_EXECUTE);
                }
                return permissions.contains(PosixFilePermission.OTHERS_EXECUTE);
            } catch (IOException e) {
                return false;
            }
        }

        private static @Nullable Path real(Path path) {
            try {
                return path.toRealPath();
            } catch (IOException e) {
                return path.toAbsolutePath().normalize();
            }
        }
    }
}
