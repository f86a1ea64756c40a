package dev.leat.datastore.mapping;

import dev.leat.datastore.check.Rule;
import dev.leat.datastore.check.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A codec that lets only values through that its rules accept, in the form that the rules give them. Reads anything. */
record CheckedCodec(Codec inner, List<Rule> rules) implements Codec {

    @Override
    public void write(Object value, Writing writing) {
        Object current = value;
        for (Rule rule : rules) {
            switch (rule.judge(current)) {
                case Verdict.Accepted accepted -> current = accepted.value();
                case Verdict.Refused refused -> {
                    writing.refuse(refused.reason());
                    return;
                }
            }
        }
        inner.write(current, writing);
    }

    @Override
    public @Nullable Object read(Reading reading) {
        return inner.read(reading);
    }

    @Override
    public @Nullable Object missing() {
        return inner.missing();
    }
}
