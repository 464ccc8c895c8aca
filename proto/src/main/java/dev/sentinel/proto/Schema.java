package dev.sentinel.proto;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import dev.sentinel.v1.IncidentServiceOuterClass;
import dev.sentinel.v1.IngestServiceOuterClass;
import dev.sentinel.v1.ResponseServiceOuterClass;
import dev.sentinel.v1.TopologyServiceOuterClass;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The files of {@code sentinel.v1}, found by following the imports of its services. */
final class Schema {
    private static final String PACKAGE = "sentinel.v1";

    private Schema() {}

    static Collection<FileDescriptor> files() {
        SortedMap<String, FileDescriptor> found = new TreeMap<>();
        collect(IngestServiceOuterClass.getDescriptor(), found);
        collect(IncidentServiceOuterClass.getDescriptor(), found);
        collect(ResponseServiceOuterClass.getDescriptor(), found);
        collect(TopologyServiceOuterClass.getDescriptor(), found);
        return List.copyOf(found.values());
    }

    static List<Descriptor> messages() {
        return files().stream().flatMap(file -> file.getMessageTypes().stream()).toList();
    }

    static boolean contains(Descriptor message) {
        return message.getFile().getPackage().equals(PACKAGE);
    }

    private static void collect(FileDescriptor file, SortedMap<String, FileDescriptor> found) {
        if (file.getPackage().equals(PACKAGE) && found.put(file.getName(), file) == null) {
            file.getDependencies().forEach(imported -> collect(imported, found));
        }
    }
}
