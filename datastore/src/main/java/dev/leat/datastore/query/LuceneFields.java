package dev.leat.datastore.query;

import dev.leat.datastore.mapping.Field;
import dev.leat.datastore.mapping.FieldKind;
import dev.leat.datastore.mapping.Indexing;
import dev.leat.datastore.query.LuceneLexer.Kind;
import dev.leat.datastore.query.LuceneLexer.Placeholders;
import dev.leat.datastore.query.LuceneLexer.Token;
import java.util.List;

/**
 * The names of fields in Lucene text. Elasticsearch finds nothing for a name that it does not know, and says nothing; here
 * a wrong name is an error. The component that is the id becomes {@code _id}.
 */
final class LuceneFields {

    private static final String EXISTS = "_exists_";

    private LuceneFields() {}

    static String resolve(String text, ModelFields model) {
        List<Token> tokens = LuceneLexer.tokens(text, Placeholders.NONE);
        StringBuilder resolved = new StringBuilder(text.length());
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            int colon = next(tokens, i);
            if (token.kind() != Kind.WORD || colon < 0 || !tokens.get(colon).is(":")) {
                resolved.append(token.text());
                continue;
            }
            String name = unescaped(token.text());
            if (name.equals(EXISTS)) {
                nameExisting(tokens, next(tokens, colon), model);
            }
            resolved.append(model.isId(name) ? "_id" : token.text());
            if (!name.startsWith("_") && !model.isId(name) && !name.contains("*")) {
                check(name, model);
            }
        }
        return resolved.toString();
    }

    /** The field that is asked for, in its place; an object exists if one of the fields in it does. */
    private static void nameExisting(List<Token> tokens, int value, ModelFields model) {
        if (value < 0) {
            return;
        }
        Token token = tokens.get(value);
        if (token.kind() != Kind.WORD && token.kind() != Kind.QUOTED) {
            return;
        }
        String name = unescaped(
                token.kind() == Kind.WORD ? token.text() : token.text().replace("\"", ""));
        if (model.isId(name)) {
            tokens.set(value, new Token(Kind.WORD, "_id"));
        } else if (!name.contains("*") && !name.startsWith("_")) {
            checkReach(name, model.require(name), model);
        }
    }

    private static void check(String name, ModelFields model) {
        Field field = model.require(name);
        if (field.kind().isContainer()) {
            throw new InvalidQueryException("the field " + name + " of " + model.name() + " is "
                    + ModelFields.describe(field) + "; search one of the fields in it");
        }
        checkReach(name, field, model);
    }

    private static void checkReach(String name, Field field, ModelFields model) {
        if (field.indexing() == Indexing.STORED_ONLY) {
            throw new InvalidQueryException("the field " + name + " of " + model.name()
                    + " is not indexed and cannot be searched; take @Index(false) away and reindex");
        }
        if (field.nestedPath() != null && field.kind() != FieldKind.RAW) {
            throw new InvalidQueryException(
                    "the field " + name + " of " + model.name() + " is inside the nested objects " + field.nestedPath()
                            + ", which Lucene text cannot reach; use Query.json with a nested query");
        }
    }

    /** The next token that is no space; -1 at the end. */
    private static int next(List<Token> tokens, int number) {
        int next = number + 1;
        while (next < tokens.size() && tokens.get(next).kind() == Kind.SPACE) {
            next++;
        }
        return next < tokens.size() ? next : -1;
    }

    private static String unescaped(String word) {
        StringBuilder name = new StringBuilder(word.length());
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) == '\\' && i + 1 < word.length()) {
                i++;
            }
            name.append(word.charAt(i));
        }
        return name.toString();
    }
}
