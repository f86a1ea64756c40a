package dev.leat.spark.encode;

import dev.leat.elastic.date.DateText;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes the dates of one field in the format of the mapping, or says that it has no room for one. */
final class DateEncoders {

    private final String path;
    private final DateText text;

    /** @param format null for a field that the mapping does not have, or that is no date there */
    DateEncoders(String path, @Nullable String format) {
        this.path = path;
        this.text = new DateText(format == null ? DateText.DEFAULT_FORMAT : format);
    }

    ValueEncoder moments() {
        return (values, place, out) -> write(text.moment(values.getLong(place)), out);
    }

    /** What stands for no zone is read as UTC. */
    ValueEncoder momentsWithoutZone() {
        return (values, place, out) -> write(
                text.moment(values.getLong(place))
                        .map(moment -> moment.endsWith("Z") ? moment.substring(0, moment.length() - 1) : moment),
                out);
    }

    ValueEncoder days() {
        return (values, place, out) -> write(text.day(values.getInt(place)), out);
    }

    private void write(Optional<String> written, Writing writing) {
        if (written.isEmpty()) {
            writing.complain(path, "is a date that the format '" + text.format() + "' has no room for");
        }
        writing.json().writeString(written.orElse(""));
    }
}
