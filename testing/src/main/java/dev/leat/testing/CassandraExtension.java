package dev.leat.testing;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** The JUnit extension behind {@link WithCassandra}; keeps the node in the store of the whole launcher session. */
public final class CassandraExtension implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(CassandraExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestCassandra.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        // The store closes the node, which is AutoCloseable, when the session ends.
        return context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
                .computeIfAbsent(TestCassandra.class, type -> TestCassandra.open(), TestCassandra.class);
    }
}
