package dev.leat.app.file;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Says in words why a file could not be used. */
public final class FileTrouble {

    private FileTrouble() {}

    /** Why a file could not be read, and what to do; goes on after its name and a colon. */
    public static String reading(Path file, IOException failure) {
        if (Files.isDirectory(file)) {
            return "is a folder; name a file in it";
        }
        return switch (failure) {
            case NoSuchFileException missing -> "there is no such file";
            case AccessDeniedException denied ->
                "cannot be read: permission denied; let the user that runs this read it";
            case CharacterCodingException notUtf8 -> "is not written in UTF-8; save it as UTF-8";
            case FileSystemException system when system.getReason() != null -> "cannot be read: " + system.getReason();
            default -> "cannot be read: " + failure.getMessage();
        };
    }

    /** What the operating system said, with the file. */
    public static String describe(@Nullable IOException failure) {
        String text = failure == null ? "" : String.valueOf(failure.getMessage());
        if (text.contains("No space left on device")) {
            String file = failure instanceof FileSystemException known ? known.getFile() + ": " : "";
            return file + "the disk is full; free some space and run it again";
        }
        return switch (failure) {
            case null -> "unknown";
            case NoSuchFileException missing -> missing.getFile() + ": no such file or folder";
            case AccessDeniedException denied -> denied.getFile() + ": permission denied";
            case FileSystemException system ->
                system.getFile() + ": "
                        + (system.getReason() == null ? system.getClass().getSimpleName() : system.getReason());
            default -> text;
        };
    }
}
