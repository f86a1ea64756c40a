package dev.leat.cassandra.type;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Addresses of the internet as text, without ever asking a name server. */
final class InetText {
    private static final Pattern IPV4 =
            Pattern.compile("(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:]*:[0-9a-fA-F:.]*");
    private static final HexFormat HEX = HexFormat.of();
    // Java takes an IPv4 address inside an IPv6 one for the former.
    private static final String MAPPED = "00000000000000000000ffff";

    private InetText() {}

    static String of(byte[] address) {
        String hex = HEX.formatHex(address);
        if (address.length == 16 && hex.startsWith(MAPPED)) {
            return "::ffff:" + hex.substring(24, 28) + ":" + hex.substring(28);
        }
        try {
            return InetAddress.getByAddress(address).getHostAddress();
        } catch (UnknownHostException e) {
            throw new UnmappableException("an address of " + address.length + " bytes");
        }
    }

    @SuppressWarnings("AddressSelection") // a literal address is one address
    static byte[] parse(String text) {
        boolean isShort = IPV4.matcher(text).matches();
        if (!isShort && !IPV6.matcher(text).matches()) {
            throw new IllegalArgumentException();
        }
        try {
            byte[] address = InetAddress.getByName(text).getAddress();
            return isShort || address.length == 16 ? address : HEX.parseHex(MAPPED + HEX.formatHex(address));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
