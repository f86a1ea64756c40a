package dev.leat.app.plugin;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The fake repository of the example's own tests, compiled from its source: it is on no class path of ours. */
final class ExampleRepository implements Closeable {

    private final URLClassLoader classes;
    private final Closeable repository;

    private ExampleRepository(URLClassLoader classes, Closeable repository) {
        this.classes = classes;
        this.repository = repository;
    }

    static ExampleRepository open(Path folder) throws IOException, ReflectiveOperationException {
        Path made = Files.createTempDirectory(folder, "fake");
        PluginJar.compile(
                List.of(PluginJar.EXAMPLE.resolve("src/test/java/com/example/oai/FakeRepository.java")), made);
        URLClassLoader classes = new URLClassLoader(new URL[] {made.toUri().toURL()});
        Object repository = classes.loadClass("com.example.oai.FakeRepository")
                .getConstructor()
                .newInstance();
        return new ExampleRepository(classes, (Closeable) repository);
    }

    URI url() throws ReflectiveOperationException {
        return (URI) repository.getClass().getMethod("url").invoke(repository);
    }

    void put(String id, String title, String rights, String sets) throws ReflectiveOperationException {
        repository
                .getClass()
                .getMethod("put", String.class, String.class, String.class, String.class)
                .invoke(repository, id, title, rights, sets);
    }

    void delete(String id) throws ReflectiveOperationException {
        repository.getClass().getMethod("delete", String.class).invoke(repository, id);
    }

    @Override
    public void close() throws IOException {
        repository.close();
        classes.close();
    }
}
