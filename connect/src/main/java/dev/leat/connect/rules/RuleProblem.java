package dev.leat.connect.rules;

import java.util.List;

/**
 * Something that is wrong with rules.
 *
 * @param ids of the rules that it is about; empty for one without id
 */
public record RuleProblem(List<String> ids, String message) {

    public RuleProblem {
        ids = List.copyOf(ids);
    }
}
