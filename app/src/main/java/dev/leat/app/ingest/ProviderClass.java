package dev.leat.app.ingest;

import dev.leat.connect.DataSourceProvider;
import java.lang.reflect.InvocationTargetException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A class that is to provide a source, by its name: anybody's code, which may be built in any way.
 *
 * @param classLoader that of the plugins
 */
record ProviderClass(String name, ClassLoader classLoader) {

    private static final Pattern VERSION = Pattern.compile("^(\\S+) .*\\(class file version (\\d+)\\.");

    /** What the version of a class file is ahead of that of Java. */
    private static final int AHEAD = 44;

    /**
     * Makes the provider, and lets it describe itself once.
     *
     * @throws IllegalArgumentException when that does not work; the message says why and what to do
     */
    DataSourceProvider open() {
        Object made;
        try {
            made = Class.forName(name, true, classLoader).getConstructor().newInstance();
        } catch (ClassNotFoundException e) {
            throw wrong("there is no class %s".formatted(name), e);
        } catch (NoSuchMethodException e) {
            throw wrong("the class %s needs a public constructor without parameters".formatted(name), e);
        } catch (IllegalAccessException e) {
            throw wrong("the class %s must be public".formatted(name), e);
        } catch (InstantiationException e) {
            throw wrong("the class %s is abstract; name one that can be made".formatted(name), e);
        } catch (InvocationTargetException e) {
            throw wrong("the class %s cannot be made: %s".formatted(name, e.getCause()), e);
        } catch (LinkageError e) {
            throw wrong(reason(e), e);
        }
        if (made instanceof DataSourceProvider provider) {
            return described(provider);
        }
        throw wrong("the class %s is no %s".formatted(name, DataSourceProvider.class.getName()), null);
    }

    private DataSourceProvider described(DataSourceProvider provider) {
        try {
            boolean complete = !provider.serviceType().isBlank()
                    && !provider.displayName().isBlank()
                    && provider.description() != null
                    && provider.configurationSchema() != null
                    && provider.features() != null;
            if (complete) {
                return provider;
            }
        } catch (RuntimeException e) { // Anybody's code.
            throw wrong("the class %s cannot describe itself: %s".formatted(name, e), e);
        } catch (LinkageError e) {
            throw wrong(reason(e), e);
        }
        throw wrong("the class %s has no type, name, description, settings or features".formatted(name), null);
    }

    private String reason(LinkageError error) {
        String message = String.valueOf(error.getMessage());
        return switch (error) {
            case UnsupportedClassVersionError newer -> tooNew(message);
            case NoClassDefFoundError missing
            when message.matches("[\\w/$]+") ->
                "the class %s needs the class %s, which is not there; put its jar into the folder as well"
                        .formatted(name, message.replace('/', '.'));
            case ExceptionInInitializerError failed ->
                "the class %s cannot be loaded: %s".formatted(name, failed.getCause());
            case IncompatibleClassChangeError other ->
                "the class %s is built for another version of Leat, build it anew: %s".formatted(name, message);
            default -> "the class %s cannot be loaded: %s".formatted(name, error);
        };
    }

    private String tooNew(String message) {
        Matcher version = VERSION.matcher(message);
        String built = version.find() ? Integer.toString(Integer.parseInt(version.group(2)) - AHEAD) : "a newer one";
        int here = Runtime.version().feature();
        return "the class %s is built for Java %s, and this is Java %d; build it with --release %d, or name a newer Java with JAVA_HOME"
                .formatted(name, built, here, here);
    }

    private static IllegalArgumentException wrong(String message, @Nullable Throwable cause) {
        return new IllegalArgumentException(message, cause);
    }
}
