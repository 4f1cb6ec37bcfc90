module io.csi4j/lab/binaries/pause

go 1.26.0
