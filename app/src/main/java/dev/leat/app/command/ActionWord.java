package dev.leat.app.command;

import dev.leat.app.ingest.IngestAction;
import dev.leat.elastic.Nearest;
import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an action as it is written on the command line; says which there are when it is none. */
final class ActionWord implements ITypeConverter<IngestAction> {

    @Override
    public IngestAction convert(String word) {
        return Arrays.stream(IngestAction.values())
                .filter(action -> action.word().equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException(
                        "there is no action '%s'%s Known are %s".formatted(word, hint(word), IngestAction.words())));
    }

    private static String hint(String word) {
        String suggestion = Nearest.suggestion(
                word,
                Arrays.stream(IngestAction.values()).map(IngestAction::word).toList());
        return suggestion.isEmpty() ? "." : suggestion;
    }
}
