package dev.leat.app.config;

import java.nio.file.Path;
import java.util.Map;

/** Where Leat keeps what it must not forget while it works: {@code leat} in the place of the user's state. */
public final class StateDirectory {

    private StateDirectory() {}

    /** The folder; it need not exist. */
    public static Path of(Map<String, String> environment) {
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        // The XDG base directory specification has relative paths ignored.
        boolean isGiven = !state.isEmpty() && Path.of(state).isAbsolute();
        return (isGiven ? Path.of(state) : Path.of(System.getProperty("user.home"), ".local", "state")).resolve("leat");
    }
}
