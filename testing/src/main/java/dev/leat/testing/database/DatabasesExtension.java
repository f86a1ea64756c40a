package dev.leat.testing.database;

import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** The JUnit extension behind {@link WithDatabases}; keeps the servers in the store of the whole launcher session. */
public final class DatabasesExtension implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(DatabasesExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == TestPostgres.class || type == TestMariaDb.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        ExtensionContext.Store store = context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE);
        // The store closes what is AutoCloseable when the session ends.
        if (parameter.getParameter().getType() == TestPostgres.class) {
            return store.computeIfAbsent(
                    TestPostgres.class,
                    type -> TestPostgres.start(Map.of("track_commit_timestamp", "on")),
                    TestPostgres.class);
        }
        return store.computeIfAbsent(TestMariaDb.class, type -> TestMariaDb.start(Map.of()), TestMariaDb.class);
    }
}
