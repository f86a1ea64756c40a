package dev.leat.local;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP proxy that the environment names ({@code https_proxy}, {@code http_proxy}, {@code no_proxy}). System
 * properties of Java go before it: the JDK looks at those by itself.
 */
record Proxies(Machine machine) {
    static Proxies of(Machine machine) {
        return new Proxies(machine);
    }

    /** The proxy for an address; nothing leaves the choice to the JDK. */
    @Nullable
    Proxy select(URI address) {
        String scheme = address.getScheme();
        String host = address.getHost();
        if (host == null || System.getProperty(scheme + ".proxyHost") != null || excluded(host)) {
            return null;
        }
        String value = machine.variable(scheme + "_proxy");
        if (value == null) {
            value = machine.variable(scheme.toUpperCase(Locale.ROOT) + "_PROXY");
        }
        if (value == null) {
            return null;
        }
        URI proxy = URI.create(value.contains("://") ? value : "http://" + value);
        if (proxy.getHost() == null) {
            return null;
        }
        return new Proxy(
                Proxy.Type.HTTP, new InetSocketAddress(proxy.getHost(), proxy.getPort() < 0 ? 80 : proxy.getPort()));
    }

    private boolean excluded(String host) {
        if (host.equals("localhost") || host.startsWith("127.")) {
            return true;
        }
        String list = machine.variable("no_proxy");
        if (list == null) {
            list = machine.variable("NO_PROXY");
        }
        for (String part : (list == null ? "" : list).split(",", -1)) {
            String suffix = part.strip().replaceFirst("^\\*?\\.", "");
            if (suffix.equals("*") || (!suffix.isEmpty() && (host.equals(suffix) || host.endsWith("." + suffix)))) {
                return true;
            }
        }
        return false;
    }
}
