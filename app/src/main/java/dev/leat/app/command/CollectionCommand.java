package dev.leat.app.command;

import dev.leat.app.terminal.ExitCode;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code leat collection}: administration of the datastore's collections; its subcommands do the work. */
@Command(
        name = "collection",
        customSynopsis = "leat collection list|plan|apply|reindex|shards|replicas|wipe [OPTIONS]",
        description = {
            "Administers the collections of the datastore.",
            "The classes of their documents are not needed: each index records its schema, and"
                    + " datastore.exportSchema() writes the one that is wanted to a file."
        },
        footer = {
            "",
            "Examples:",
            "  leat collection list",
            "  leat collection plan schema.json              what differs; the exit code is 1 if anything does",
            "  leat collection apply schema.json             add fields, copy to a new index where that is needed",
            "  leat collection reindex hits                  copy to a new index, or go on with a broken-off migration",
            "  leat collection reindex hits --rollback       go back",
            "  leat collection shards hits --to 3",
            "  leat collection replicas hits --to auto",
            "  leat collection wipe hits",
            "",
            "An index that the datastore has not made is never touched. What destroys data is asked for first; --yes",
            "says so in scripts. While a collection is copied its readers go on and its writers wait."
        })
final class CollectionCommand implements Callable<Integer> {

    @Spec
    @Nullable
    private CommandSpec spec;

    private CollectionCommand() {}

    /**
     * The command, with its subcommands if it is meant.
     *
     * @param words of the command line: one that does not name this command need not wait for seven classes to be read
     */
    static CommandLine commandLine(Session session, List<String> words) {
        CommandLine collection = new CommandLine(new CollectionCommand());
        return words.contains("collection") ? withSubcommands(collection, session) : collection;
    }

    private static CommandLine withSubcommands(CommandLine collection, Session session) {
        return collection
                .addSubcommand(new CollectionList(session))
                .addSubcommand(new CollectionPlan(session))
                .addSubcommand(new CollectionApply(session))
                .addSubcommand(new CollectionReindex(session))
                .addSubcommand(new CollectionShards(session))
                .addSubcommand(new CollectionReplicas(session))
                .addSubcommand(new CollectionWipe(session));
    }

    @Override
    public Integer call() {
        if (spec == null) {
            return ExitCode.USAGE.number();
        }
        throw new ParameterException(
                spec.commandLine(), "Say what to do: list, plan, apply, reindex, shards, replicas or wipe");
    }
}
