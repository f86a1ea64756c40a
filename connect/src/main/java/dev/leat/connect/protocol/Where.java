package dev.leat.connect.protocol;

import dev.leat.datastore.query.Query;
import dev.leat.elastic.Json;
import java.time.Instant;
import java.util.Collection;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Conditions of the stores, in Elasticsearch's query language: they name fields that only the mapping knows. */
final class Where {

    private Where() {}

    static Query isAnyOf(String field, Collection<String> values) {
        ObjectNode query = Json.MAPPER.createObjectNode();
        ArrayNode terms = query.putObject("terms").putArray(field);
        values.forEach(terms::add);
        return Query.json(query.toString());
    }

    /** Also where there is no such moment at all. */
    static Query isNotAfter(String field, Instant moment) {
        ObjectNode query = Json.MAPPER.createObjectNode();
        ObjectNode later = Json.MAPPER.createObjectNode();
        later.putObject("range").putObject(field).put("gt", moment.toString());
        query.putObject("bool").putArray("must_not").add(later);
        return Query.json(query.toString());
    }

    /** Connectors of these ids, and those of these service types that Elastic did not run itself. */
    static Query isSupported(Collection<String> ids, Collection<String> serviceTypes) {
        ObjectNode query = Json.MAPPER.createObjectNode();
        ArrayNode either =
                query.putObject("bool").put("minimum_should_match", 1).putArray("should");
        ArrayNode values = either.addObject().putObject("ids").putArray("values");
        ids.forEach(values::add);
        ObjectNode ofType = either.addObject().putObject("bool");
        ArrayNode types =
                ofType.putArray("filter").addObject().putObject("terms").putArray(Names.SERVICE_TYPE);
        serviceTypes.forEach(types::add);
        ofType.putArray("must_not").addObject().putObject("term").put(Names.IS_NATIVE, true);
        return Query.json(query.toString());
    }

    static Query notDeleted() {
        return Query.json("{\"bool\":{\"must_not\":[{\"term\":{\"" + Names.DELETED + "\":true}}]}}");
    }
}
