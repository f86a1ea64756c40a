package dev.leat.datastore;

import dev.leat.datastore.document.DeleteOutcome;
import dev.leat.datastore.document.OnMissing;
import dev.leat.datastore.document.Stored;
import dev.leat.datastore.document.VersionToken;
import dev.leat.datastore.query.ByQueryReport;
import dev.leat.datastore.query.Query;
import dev.leat.datastore.query.SearchBuilder;
import dev.leat.datastore.update.UpdateBuilder;
import dev.leat.datastore.update.UpdateOperation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What a collection of memos and a scoped one have in common, word for word. */
interface MemoFace {

    String name();

    Optional<Stored<Memo>> getIfExists(String id);

    Stored<Memo> require(String id, Duration patience);

    boolean exists(String id);

    Map<String, Boolean> multiExists(List<String> ids);

    List<Stored<Memo>> multiget(List<String> ids);

    List<Stored<Memo>> multiget(List<String> ids, OnMissing onMissing);

    VersionToken save(Object value);

    VersionToken create(Object value);

    VersionToken replace(Object value, VersionToken version);

    Stored<Memo> modify(String id, UnaryOperator<Memo> change);

    DeleteOutcome delete(String id);

    DeleteOutcome delete(String id, VersionToken version);

    UpdateBuilder<Memo> update(String id);

    SearchBuilder<Memo> search(Query query);

    ByQueryReport deleteByQuery(Query query);

    ByQueryReport updateByQuery(Query query, List<UpdateOperation> operations);

    BulkPlan<Memo> bulkPlan();

    Stream<String> keys();

    /** The face of a collection, scoped or not. */
    static MemoFace of(Object collection) {
        return (MemoFace) Proxy.newProxyInstance(
                MemoFace.class.getClassLoader(), new Class<?>[] {MemoFace.class}, (proxy, method, arguments) -> {
                    try {
                        return collection
                                .getClass()
                                .getMethod(method.getName(), method.getParameterTypes())
                                .invoke(collection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
