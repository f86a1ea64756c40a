package dev.leat.app.terminal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * What was built: the version, and the commit it was built from.
 *
 * @param commit empty when the build did not know it
 */
public record Build(String version, String commit) {

    /** This build. */
    public static Build current() {
        Properties properties = new Properties();
        try (InputStream in = Build.class.getResourceAsStream("/dev/leat/app/build.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The build information cannot be read; build Leat again", e);
        }
        return new Build(properties.getProperty("version", "unknown"), properties.getProperty("commit", ""));
    }

    /** One line for {@code --version}. */
    public String describe(String command) {
        String from = commit.isBlank() ? "" : " (commit " + commit + ")";
        return command + " " + version + from + ", Java " + Runtime.version().feature() + " ("
                + System.getProperty("java.vm.vendor") + " " + Runtime.version() + ")";
    }
}
