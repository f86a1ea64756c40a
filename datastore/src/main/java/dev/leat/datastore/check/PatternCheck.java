package dev.leat.datastore.check;

import java.util.regex.PatternSyntaxException;

final class PatternCheck implements Check<Pattern> {
    @Override
    public Rule rule(Pattern annotation, Class<?> type) {
        int longest = annotation.maxLength();
        java.util.regex.Pattern compiled = compile(annotation.value());
        return Texts.rule(
                type,
                "does not match " + annotation.value() + " in at most " + longest + " characters",
                text -> text.length() <= longest && compiled.matcher(text).matches() ? text : null);
    }

    private static java.util.regex.Pattern compile(String expression) {
        try {
            return java.util.regex.Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("has no regular expression: " + e.getDescription(), e);
        }
    }
}
