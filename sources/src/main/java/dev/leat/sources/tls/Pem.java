package dev.leat.sources.tls;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PEM texts: certificates and keys between lines of dashes. Forms of one line turn line feeds into blanks; this turns them
 * back.
 */
public final class Pem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+?)-----(.*?)-----END \\1-----", Pattern.DOTALL);
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]+={0,2}");
    private static final int LINE = 64;

    private Pem() {}

    /**
     * The same certificates and keys, each line where it belongs; the text around them is dropped.
     *
     * @throws IllegalArgumentException when there is none, or what is between the dashes is not Base64
     */
    public static String restored(String pasted) {
        StringBuilder pem = new StringBuilder();
        Matcher block = BLOCK.matcher(pasted.replace("\\n", "\n"));
        while (block.find()) {
            String name = block.group(1);
            String body = block.group(2).replaceAll("\\s+", "");
            if (!BASE64.matcher(body).matches()) {
                throw new IllegalArgumentException(
                        "what stands between BEGIN " + name + " and END " + name + " is not Base64");
            }
            pem.append("-----BEGIN ").append(name).append("-----\n");
            for (int i = 0; i < body.length(); i += LINE) {
                pem.append(body, i, Math.min(body.length(), i + LINE)).append('\n');
            }
            pem.append("-----END ").append(name).append("-----\n");
        }
        if (pem.isEmpty()) {
            throw new IllegalArgumentException(
                    "must have a certificate in PEM form, from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----");
        }
        return pem.toString();
    }
}
