package dev.leat.testing;

import java.util.List;

/**
 * A fault that was injected.
 *
 * @param items the positions of the items that were made to fail; empty for faults of whole requests
 */
public record Injection(ProxiedRequest request, Fault.Kind kind, List<Integer> items) {
    /** Copies the positions. */
    public Injection {
        items = List.copyOf(items);
    }
}
