package dev.leat.testing;

import dev.leat.local.LocalOptions.Security;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** The JUnit extension behind {@link WithElasticsearch}; keeps the nodes in the store of the whole launcher session. */
public final class ElasticsearchExtension implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(ElasticsearchExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestElasticsearch.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Security security =
                parameter.isAnnotated(Secured.class) ? Security.SECURED : TestElasticsearch.chosenSecurity();
        // The store closes the node, which is AutoCloseable, when the session ends.
        return context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
                .computeIfAbsent(security, TestElasticsearch::open, TestElasticsearch.class);
    }
}
