/**
 * What a source trusts when it connects by TLS: certificates that were pasted into a form, the JDK's own, or anything.
 * Knows nothing of any source.
 */
@NullMarked
package dev.leat.sources.tls;

import org.jspecify.annotations.NullMarked;
