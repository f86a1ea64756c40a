package dev.leat.sources.extract;

import java.io.InputStream;
import org.apache.tika.detect.Detector;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MediaType;
import org.jspecify.annotations.Nullable;

/** Tells documents for the {@link NastyParser} by the end of their names. */
public final class NastyDetector implements Detector {
    private static final long serialVersionUID = 1L;

    @Override
    public MediaType detect(@Nullable InputStream in, Metadata metadata) {
        String name = metadata.get(TikaCoreProperties.RESOURCE_NAME_KEY);
        return name != null && name.endsWith(".nasty") ? MediaType.application("x-leat-nasty") : MediaType.OCTET_STREAM;
    }
}
