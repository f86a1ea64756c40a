/**
 * Text and a few facts out of files of any format: {@link dev.leat.sources.extract.ContentExtractor} and the one that
 * runs Apache Tika in processes of its own. A hostile document can spin, swallow memory or crash; it then costs one
 * worker process, never ours. Only {@code Worker…} and {@code Tika…} types run inside the worker and touch Tika; the
 * rest runs here and touches none of it. Knows nothing of data sources, connectors or Elasticsearch.
 *
 * <p>Tika's own fork parser is not used: it answers with serialised Java objects, which a document that has taken over
 * the worker could forge, and it limits neither memory per document nor disk.
 */
@NullMarked
package dev.leat.sources.extract;

import org.jspecify.annotations.NullMarked;
