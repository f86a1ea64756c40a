package dev.leat.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A {@code _bulk} request taken apart into its items, so that some of them can be kept back and reported as failed.
 *
 * @param defaultIndex the index that the path names
 */
record BulkBody(List<Item> items, @Nullable String defaultIndex) {
    private static final Pattern OPERATION = Pattern.compile("\\{\\s*\"(index|create|update|delete)\"");
    private static final Pattern INDEX = Pattern.compile("\"_index\"\\s*:\\s*(\"(?:[^\"\\\\]|\\\\.)*\")");
    private static final Pattern ID = Pattern.compile("\"_id\"\\s*:\\s*(\"(?:[^\"\\\\]|\\\\.)*\")");

    /**
     * One operation.
     *
     * @param action its action line
     * @param text its lines as they came, with their line ends
     */
    record Item(String operation, String action, String text) {}

    static BulkBody parse(byte[] bytes, String path) {
        // One character a byte: what is forwarded is what came.
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        List<Item> items = new ArrayList<>();
        int position = 0;
        while (position < text.length()) {
            int end = endOfLine(text, position);
            String action = text.substring(position, end);
            Matcher operation = OPERATION.matcher(action);
            if (operation.find()) {
                int last = operation.group(1).equals("delete") ? end : endOfLine(text, end);
                items.add(new Item(operation.group(1), action.strip(), text.substring(position, last)));
                position = last;
            } else {
                position = end;
            }
        }
        Matcher index = Pattern.compile("^/([^/?_][^/?]*)/_bulk").matcher(path);
        return new BulkBody(items, index.find() ? "\"" + index.group(1) + "\"" : null);
    }

    private static int endOfLine(String text, int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end + 1;
    }

    /** The body with those items only that do not fail. */
    byte[] forwarded(List<Integer> statuses) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int i = 0; i < items.size(); i++) {
            if (statuses.get(i) == 0) {
                body.writeBytes(items.get(i).text().getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        return body.toByteArray();
    }

    /** The answer for all items: the node's for those that were forwarded, a failure for each of the others. */
    byte[] merged(List<Integer> statuses, byte @Nullable [] answer) {
        String text = answer == null
                ? "{\"took\":0,\"errors\":true,\"items\":[]}"
                : new String(answer, StandardCharsets.ISO_8859_1);
        int list = JsonText.valueOf(text, "items");
        List<String> answered = list < 0 ? List.of() : JsonText.elements(text, list);
        List<String> all = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < items.size(); i++) {
            if (statuses.get(i) != 0) {
                all.add(failure(items.get(i), statuses.get(i)));
            } else if (next < answered.size()) {
                all.add(answered.get(next++));
            }
        }
        if (list >= 0) {
            text = text.substring(0, list) + "[" + String.join(",", all) + "]"
                    + text.substring(JsonText.end(text, list));
        }
        int errors = JsonText.valueOf(text, "errors");
        if (errors >= 0) {
            text = text.substring(0, errors) + "true" + text.substring(JsonText.end(text, errors));
        }
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private String failure(Item item, int status) {
        Matcher index = INDEX.matcher(item.action());
        Matcher id = ID.matcher(item.action());
        String indexText = index.find() ? index.group(1) : defaultIndex;
        return "{\"" + item.operation() + "\":{\"_index\":" + indexText + ",\"_id\":"
                + (id.find() ? id.group(1) : "null") + ",\"status\":" + status + ",\"error\":"
                + FaultAnswers.error(status) + "}}";
    }
}
