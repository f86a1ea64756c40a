package dev.leat.connect;

/**
 * What a person sees of a setting: in a form, in help, in the documents of the connector protocol. The input itself
 * follows from the type and the constraint of the setting.
 *
 * @param label a few words
 * @param description one or two sentences, or empty
 */
public record Form(String label, String description, Room room, Audience audience) {

    /** How much room a text takes. */
    public enum Room {
        LINE,
        /** Several lines: a certificate, a key, a query. */
        LINES
    }

    /** Who should meet the setting. */
    public enum Audience {
        EVERYBODY,
        /** Shown among the advanced settings only. */
        EXPERTS
    }

    static Form labelled(String label) {
        return new Form(label, "", Room.LINE, Audience.EVERYBODY);
    }

    Form describedAs(String text) {
        return new Form(label, text, room, audience);
    }

    Form withRoom(Room replacement) {
        return new Form(label, description, replacement, audience);
    }

    Form forAudience(Audience replacement) {
        return new Form(label, description, room, replacement);
    }
}
