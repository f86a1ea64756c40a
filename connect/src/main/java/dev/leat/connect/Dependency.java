package dev.leat.connect;

/**
 * The condition under which a setting counts at all: another setting has this value. Compared is the other setting's
 * effective value, so its default counts when nothing is given; whether the other setting counts itself does not
 * matter.
 *
 * @param key the other setting, of the same schema; no secret
 * @param value a text as a user writes it, or a number or boolean
 */
public record Dependency(String key, Object value) {

    public Dependency {
        if (!(value instanceof String || value instanceof Boolean || value instanceof Number)) {
            throw new IllegalArgumentException(
                    "A setting can depend on a text, a number or a boolean, but not on a " + value.getClass());
        }
    }
}
