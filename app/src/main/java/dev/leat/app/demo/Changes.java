package dev.leat.app.demo;

import java.util.List;

/**
 * What was changed in a source, so that the demo can show that exactly this arrives.
 *
 * @param described one line for each kind of change, for people
 */
public record Changes(int added, int edited, int deleted, List<String> described) {
    public Changes {
        described = List.copyOf(described);
    }
}
