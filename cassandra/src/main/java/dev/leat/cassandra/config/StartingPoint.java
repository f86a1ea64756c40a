package dev.leat.cassandra.config;

import dev.leat.elastic.ConfigException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Optional;

/** The {@code lastruntime.log} of PyCassElastic: up to when that had brought over everything. It is read, never written. */
public final class StartingPoint {

    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuuMMdd HH:mm", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    private StartingPoint() {}

    /**
     * What stands in the file beside a {@code config.json}.
     *
     * @throws ConfigException when it is there and cannot be understood
     */
    public static Optional<Instant> beside(Path config) {
        Path file = config.resolveSibling("lastruntime.log");
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8).strip();
            return Optional.of(LocalDateTime.parse(text, FORMAT).toInstant(ZoneOffset.UTC));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (DateTimeParseException e) {
            throw new ConfigException(
                    file.toString(),
                    "must hold a time in UTC such as 20150228 08:41; correct it, or remove the file to read everything");
        } catch (IOException e) {
            throw new ConfigException(file.toString(), "cannot be read; make it readable, or remove it");
        }
    }
}
