package dev.leat.datastore.archive;

import dev.leat.elastic.Json;
import dev.leat.elastic.RejectedException;
import dev.leat.elastic.cluster.Body;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Repeat;
import dev.leat.elastic.cluster.Request;
import tools.jackson.databind.node.ObjectNode;

/** The index lifecycle management (ILM) of a cluster, as far as an archive uses it. Thread-safe; blocks. */
final class LifecycleManagement {

    private final Cluster cluster;
    private final ArchiveSeries series;

    LifecycleManagement(Cluster cluster, ArchiveSeries series) {
        this.cluster = cluster;
        this.series = series;
    }

    /**
     * Stores the policy and the template for new indices, both under the name of the archive's alias, and puts the indices
     * that there are under the policy.
     */
    void fix(ArchiveLifecycle lifecycle) {
        String name = Request.segment(series.alias());
        try {
            put("/_ilm/policy/" + name, lifecycle.toJson());
        } catch (RejectedException e) {
            if (e.getMessage().contains("no handler found")) {
                throw new LifecycleUnavailableException(series.collection(), e);
            }
            throw e;
        }
        put("/_index_template/" + name, template());
        if (series.find().isPresent()) {
            put("/" + name + "/_settings", settings());
        }
    }

    private ObjectNode settings() {
        return Json.MAPPER
                .createObjectNode()
                .put("index.lifecycle.name", series.alias())
                .put("index.lifecycle.rollover_alias", series.alias());
    }

    private ObjectNode template() {
        ObjectNode body = series.indexBody();
        body.withObject("settings").setAll(settings());
        ObjectNode template = Json.MAPPER.createObjectNode();
        template.putArray("index_patterns").add(series.alias() + "-*");
        template.put("priority", 500);
        template.set("template", body);
        return template;
    }

    private void put(String path, ObjectNode body) {
        cluster.perform(
                Request.of("PUT", path, Repeat.IDEMPOTENT).withBody(Body.json(Json.MAPPER.writeValueAsBytes(body))));
    }
}
