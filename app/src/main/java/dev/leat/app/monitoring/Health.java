package dev.leat.app.monitoring;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a service answers when it is asked how it is.
 *
 * @param isAlive whether it does its work, or tries to
 * @param isReady whether all of it works
 * @param fields the details, as JSON has them
 */
public record Health(boolean isAlive, boolean isReady, Map<String, @Nullable Object> fields) {}
