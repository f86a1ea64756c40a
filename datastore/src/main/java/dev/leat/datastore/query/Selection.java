package dev.leat.datastore.query;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Which documents a search, an aggregation or a change is about. Immutable. */
record Selection(Query query, List<Query> filters) {

    Selection {
        filters = List.copyOf(filters);
    }

    Selection with(Query filter) {
        List<Query> more = new ArrayList<>(filters);
        more.add(filter);
        return new Selection(query, more);
    }

    ObjectNode json(QueryRewriter rewriter) {
        return rewriter.rewrite(query, filters);
    }
}
