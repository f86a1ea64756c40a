package dev.leat.sources.networkdrive;

import dev.leat.connect.Identity;
import dev.leat.connect.SourceException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads the file that says which user has which SID, and which its groups have. Stateless. */
final class IdentityMappings {

    /** What stands in front of a SID in an access list. */
    static final String SID = "sid:";

    private static final Pattern IS_SID = Pattern.compile("S-\\d+(-\\d+)+");

    /** Everybody, and everybody who logs in. [MS-DTYP] 2.4.2.4 */
    private static final List<String> OF_ALL = List.of("S-1-1-0", "S-1-5-11");

    private IdentityMappings() {}

    /** @throws SourceException when the file cannot be read, or not in full */
    static List<Identity> read(String file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(Path.of(file));
        } catch (NoSuchFileException | InvalidPathException e) {
            throw new SourceException("There is no file " + file + "; check identity_mappings", e);
        } catch (MalformedInputException e) {
            throw new SourceException("The file " + file + " is not UTF-8; check identity_mappings", e);
        } catch (IOException e) {
            throw new SourceException("Cannot read " + file + " (" + e.getMessage() + "); check identity_mappings", e);
        }
        List<Identity> identities = new ArrayList<>();
        List<Integer> wrong = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String[] cells = lines.get(i).strip().split("\\s*;\\s*", -1);
            boolean isHeader = i == 0 && cells.length > 1 && !cells[1].startsWith("S-");
            if (lines.get(i).isBlank() || isHeader) {
                continue;
            }
            if (isValid(cells)) {
                identities.add(identity(cells));
            } else {
                wrong.add(i + 1);
            }
        }
        if (!wrong.isEmpty()) {
            throw new SourceException("In %s, line %s is not 'name;SID;SIDs of groups with commas between'"
                    .formatted(
                            file, wrong.getFirst() + (wrong.size() > 1 ? " and " + (wrong.size() - 1) + " more" : "")));
        }
        return identities;
    }

    private static boolean isValid(String[] cells) {
        return (cells.length == 2 || cells.length == 3)
                && !cells[0].isEmpty()
                && IS_SID.matcher(cells[1]).matches()
                && groups(cells).stream()
                        .allMatch(group -> IS_SID.matcher(group).matches());
    }

    private static Identity identity(String[] cells) {
        String user = "user:" + cells[0];
        List<String> access = new ArrayList<>(List.of(user, SID + cells[1]));
        groups(cells).forEach(group -> access.add(SID + group));
        OF_ALL.forEach(group -> access.add(SID + group));
        Map<String, String> names = new LinkedHashMap<>();
        names.put("username", user);
        names.put("sid", SID + cells[1]);
        return Identity.of(cells[0], names, access);
    }

    private static List<String> groups(String[] cells) {
        return cells.length < 3 || cells[2].isEmpty()
                ? List.of()
                : Arrays.stream(cells[2].split(",", -1)).map(String::strip).toList();
    }
}
