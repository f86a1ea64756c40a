package dev.leat.connect.mirror;

import dev.leat.elastic.Progress;
import dev.leat.elastic.cluster.Cluster;
import java.util.ArrayList;
import java.util.List;

/**
 * The index of a run, ready for its documents.
 *
 * @param settings as they can be followed: without a pipeline that is not there
 * @param notes what a person should know of it
 */
record Preparation(TargetIndex target, MirrorSettings settings, List<String> notes) {

    static Preparation of(Cluster cluster, MirrorSettings settings, Progress progress) {
        TargetIndex target = TargetIndex.prepare(
                cluster,
                settings.index(),
                settings.mode(),
                settings.documents().security(),
                settings.documents().stamp());
        List<String> notes = new ArrayList<>();
        MirrorSettings possible = settings;
        if (settings.mode() == RunMode.WRITE) {
            String pipeline = settings.bulk().pipeline();
            if (pipeline != null && !PipelineProbe.isThere(cluster, settings.index(), pipeline)) {
                notes.add("The ingest pipeline '" + pipeline
                        + "' does not exist in this cluster: documents are written without it");
                possible = settings.withBulk(settings.bulk().withPipeline(null));
            }
            if (settings.documents().security() == Security.DOCUMENT_LEVEL) {
                progress.note("looking for documents that everyone can see");
                long hidden = new AccessSeal(cluster, possible).hide();
                if (hidden > 0) {
                    notes.add(hidden + " documents said nothing on who may see them: they were hidden, until they are"
                            + " written anew");
                }
            }
        }
        return new Preparation(target, possible, List.copyOf(notes));
    }
}
