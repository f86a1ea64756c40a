package dev.leat.datastore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.datastore.query.AccessFilter;
import dev.leat.datastore.query.GroupedSearch;
import dev.leat.datastore.query.Query;
import dev.leat.datastore.query.SearchBuilder;
import dev.leat.datastore.update.UpdateBuilder;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people call of the datastore is in its guide. */
class GuideTest {

    @ParameterizedTest
    @ValueSource(
            classes = {
                Datastore.class,
                Collection.class,
                ScopedCollection.class,
                BulkPlan.class,
                UpdateBuilder.class,
                SearchBuilder.class,
                GroupedSearch.class,
                Query.class,
                AccessFilter.class
            })
    void namesEveryFunction(Class<?> type) throws IOException {
        String guide = Files.readString(Path.of("../docs/datastore.md"));

        Set<String> unnamed = Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                .map(Method::getName)
                .filter(name -> !Pattern.compile("\\b" + name + "(\\(|`)")
                        .matcher(guide)
                        .find())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(unnamed).isEmpty();
    }
}
