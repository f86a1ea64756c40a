package dev.leat.connect.service;

import dev.leat.connect.AdvancedRules;
import dev.leat.connect.DataSource;
import dev.leat.connect.Filter;
import dev.leat.connect.protocol.FilteringRules;
import dev.leat.connect.protocol.FilteringRules.Validation;
import dev.leat.connect.protocol.FilteringRules.ValidationError;
import dev.leat.connect.protocol.ValidationState;
import dev.leat.connect.rules.RuleSet;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Finds everything that is wrong with the rules of a connector: the basic ones here, the advanced ones by the source. */
final class RulesCheck {

    /** By what a finding about advanced rules is known. */
    private static final String ADVANCED = "advanced_snippet";

    private RulesCheck() {}

    /**
     * What is to be written into the document about the rules. Blocks: the source may ask its system.
     *
     * @throws Exception when the source could not find out
     */
    static Validation validate(FilteringRules rules, DataSource source) throws Exception {
        List<ValidationError> errors = new ArrayList<>();
        RuleSet.problems(rules.rules())
                .forEach(problem -> errors.add(new ValidationError(problem.ids(), List.of(problem.message()))));
        Filter filter = new Filter(rules.advanced());
        if (!filter.isEmpty()) {
            List<String> problems = source instanceof AdvancedRules advanced
                    ? advanced.problems(filter)
                    : List.of("this kind of source has no advanced rules");
            if (!problems.isEmpty()) {
                errors.add(new ValidationError(List.of(ADVANCED), problems));
            }
        }
        return Validation.of(errors.isEmpty() ? ValidationState.VALID : ValidationState.INVALID, errors);
    }

    /** All that a validation found, in one line. */
    static String describe(Validation validation) {
        return validation.errors().stream()
                .map(error -> String.join(", ", error.ids()) + ": " + String.join("; ", error.messages()))
                .collect(Collectors.joining("; "));
    }
}
