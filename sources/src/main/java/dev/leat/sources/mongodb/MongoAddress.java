package dev.leat.sources.mongodb;

import com.mongodb.ConnectionString;
import com.mongodb.MongoException;
import dev.leat.connect.SourceException;
import dev.leat.elastic.Problem;
import dev.leat.elastic.Secret;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where MongoDB is and who logs in: a connection string that never shows its password. Immutable. */
final class MongoAddress {

    private static final Pattern TLS_OPTION =
            Pattern.compile("[?&;](?:ssl|tls)=(true|false)\\b", Pattern.CASE_INSENSITIVE);

    private final String scheme;
    private final String login;
    private final String rest;

    private MongoAddress(String scheme, String login, String rest) {
        this.scheme = scheme;
        this.login = login;
        this.rest = rest;
    }

    /**
     * Takes a connection string apart.
     *
     * @param user who logs in, instead of who is named in the string; null for the latter
     * @param problems gets what is wrong with it
     */
    static MongoAddress of(String host, @Nullable String user, @Nullable Secret password, List<Problem> problems) {
        String text = host.strip();
        int slashes = text.indexOf("://");
        String scheme = slashes < 0 ? "mongodb://" : text.substring(0, slashes + 3);
        String behind = slashes < 0 ? text : text.substring(slashes + 3);
        int at = behind.lastIndexOf('@', endOfServers(behind));
        String login = at < 0 ? "" : behind.substring(0, at + 1);
        if (user != null) {
            login = encoded(user) + (password == null ? "" : ":" + encoded(password.reveal())) + "@";
        } else if (password != null && login.isEmpty()) {
            problems.add(new Problem("password", "is there without a user; set user as well"));
        }
        MongoAddress address = new MongoAddress(scheme, login, behind.substring(at + 1));
        address.problem().ifPresent(problems::add);
        return address;
    }

    /**
     * The connection string as the driver wants it. Of {@code mongodb+srv}, it asks the name server.
     *
     * @throws SourceException when the servers cannot be looked up
     */
    ConnectionString connectionString() {
        try {
            return new ConnectionString(scheme + login + rest);
        } catch (MongoException | IllegalArgumentException e) {
            throw new SourceException(
                    "Cannot look up the servers of " + this + ": " + hide(String.valueOf(e.getMessage())));
        }
    }

    /** The problem with an explicit option {@code ssl} or {@code tls} that says something else. */
    Optional<Problem> problemWithTls(boolean enabled) {
        Matcher option = TLS_OPTION.matcher(rest);
        while (option.find()) {
            if (Boolean.parseBoolean(option.group(1)) != enabled) {
                return Optional.of(new Problem(
                        "ssl_enabled",
                        "is %s, but the connection string in host says %s; make them agree"
                                .formatted(enabled, option.group().substring(1))));
            }
        }
        return Optional.empty();
    }

    boolean hasSeveralServers() {
        return isLookedUp() || servers().contains(",");
    }

    /** The servers, for people. */
    String servers() {
        return rest.substring(0, endOfServers(rest));
    }

    /** Who logs in; empty when nobody does. */
    String user() {
        int end = login.indexOf(':');
        return decoded(login.substring(0, end < 0 ? Math.max(0, login.length() - 1) : end));
    }

    /** A message of the driver without the password, should it be in there. */
    String hide(String message) {
        int colon = login.indexOf(':');
        if (colon < 0) {
            return message;
        }
        String written = login.substring(colon + 1, login.length() - 1);
        String hidden = written.isEmpty() ? message : message.replace(written, "***");
        String plain = decoded(written);
        return plain.isEmpty() ? hidden : hidden.replace(plain, "***");
    }

    /** The servers; never the login. */
    @Override
    public String toString() {
        return scheme + servers();
    }

    private boolean isLookedUp() {
        return scheme.equals("mongodb+srv://");
    }

    private Optional<Problem> problem() {
        if (!scheme.equals("mongodb://") && !isLookedUp()) {
            return Optional.of(new Problem("host", "begins with neither mongodb:// nor mongodb+srv://"));
        }
        if (isLookedUp()) {
            return Optional.empty();
        }
        try {
            new ConnectionString(scheme + rest);
        } catch (IllegalArgumentException e) {
            // With an @ behind the servers, part of a password may stand there, and in the driver's message.
            String why = rest.contains("@") ? "check the user and password in it" : String.valueOf(e.getMessage());
            return Optional.of(new Problem("host", "is no connection string: " + why));
        }
        try {
            new ConnectionString(scheme + login + rest);
        } catch (IllegalArgumentException e) {
            // The driver's message would show the password.
            return Optional.of(new Problem(
                    "host",
                    "has a user and password that cannot be read; write them in the settings user and password, or"
                            + " percent-encode them"));
        }
        return Optional.empty();
    }

    private static int endOfServers(String text) {
        int end = text.length();
        for (char mark : new char[] {'/', '?'}) {
            int at = text.indexOf(mark);
            end = at < 0 ? end : Math.min(end, at);
        }
        return end;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }
}
