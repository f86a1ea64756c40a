package dev.leat.connect.service;

import dev.leat.connect.DocumentRules;
import dev.leat.connect.protocol.FilteringRules;
import dev.leat.connect.rules.RuleSet;
import dev.leat.elastic.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The basic rules of a job as the mirror asks them. */
record JobRules(RuleSet rules, String fingerprint) implements DocumentRules {

    static DocumentRules of(FilteringRules document) {
        RuleSet rules = RuleSet.parse(document.rules());
        return rules.isEmpty()
                ? DocumentRules.all()
                : new JobRules(rules, Json.MAPPER.writeValueAsString(document.rules()));
    }

    @Override
    public boolean admits(Map<String, ? extends @Nullable Object> fields) {
        return rules.admits(fields);
    }
}
