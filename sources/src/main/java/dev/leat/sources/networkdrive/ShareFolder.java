package dev.leat.sources.networkdrive;

import dev.leat.elastic.Problem;
import java.util.Arrays;
import java.util.List;

/**
 * A folder on a share.
 *
 * @param share the name of the share
 * @param path the folder on it, with {@code /} between names; empty for all of it
 */
record ShareFolder(String share, String path) {

    static ShareFolder of(String drivePath, List<Problem> problems) {
        List<String> names = Arrays.stream(drivePath.strip().split("[/\\\\]+", -1))
                .filter(name -> !name.isEmpty())
                .toList();
        if (names.isEmpty() || names.contains(".") || names.contains("..")) {
            problems.add(new Problem(
                    "drive_path",
                    "is '" + drivePath + "', but must be a share and perhaps a folder, such as files/reports"));
            return new ShareFolder("", "");
        }
        return new ShareFolder(names.getFirst(), String.join("/", names.subList(1, names.size())));
    }

    /** The path on the share of what lies below this folder, as SMB writes it. */
    String onShare(String relative) {
        String whole = path.isEmpty() || relative.isEmpty() ? path + relative : path + "/" + relative;
        return whole.replace('/', '\\');
    }
}
