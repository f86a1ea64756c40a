package dev.leat.app.config;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts variables of the environment into the texts of a file: {@code $NAME}, {@code ${NAME}}, each also with what to take
 * when it is not set, {@code ${NAME|otherwise}}; {@code $$} is a dollar. Only values are replaced, after the file was
 * read, so that a variable can never add keys.
 */
public record EnvironmentText(Map<String, String> environment) {

    /** A dollar before anything else, such as a digit or {@code {env:…}}, stands for itself. */
    private static final Pattern VARIABLE = Pattern.compile("\\$\\$"
            + "|\\$\\{(?<braced>[A-Za-z_][\\w.-]*)(?:\\|(?<bracedDefault>[^}]*))?}"
            + "|\\$(?<named>[A-Za-z_]\\w*)(?:\\|(?<namedDefault>.*))?");

    /**
     * The text with the values of the variables.
     *
     * @throws IllegalArgumentException when one is not set and has nothing to take instead; the message names it
     */
    String expand(String text) {
        Matcher variable = VARIABLE.matcher(text);
        StringBuilder expanded = new StringBuilder();
        while (variable.find()) {
            variable.appendReplacement(expanded, Matcher.quoteReplacement(value(variable)));
        }
        return variable.appendTail(expanded).toString();
    }

    private String value(Matcher variable) {
        if (variable.group().equals("$$")) {
            return "$";
        }
        boolean isBraced = variable.group("braced") != null;
        String name = variable.group(isBraced ? "braced" : "named");
        String value = environment.get(name);
        if (value != null) {
            return value;
        }
        String otherwise = variable.group(isBraced ? "bracedDefault" : "namedDefault");
        if (otherwise == null) {
            throw new IllegalArgumentException(
                    "the variable %s is not set; set it, write ${%s|default}, or $$ for a dollar"
                            .formatted(name, name));
        }
        return otherwise;
    }
}
