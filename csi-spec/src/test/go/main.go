// Prints what the published Go modules say about the CSI and the kubelet registration protos: one line for each
// message, field, oneof, enum value, extension, service and call, sorted. The Java side prints the same of its own
// descriptors, and a test compares both.
package main

import (
	"fmt"
	"os"
	"sort"
	"strings"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/container-storage-interface/spec/lib/go/csi"
	registration "k8s.io/kubelet/pkg/apis/pluginregistration/v1"
)

var lines []string

func line(words ...string) {
	lines = append(lines, strings.Join(words, " "))
}

func main() {
	for _, file := range []protoreflect.FileDescriptor{
		(&csi.CreateVolumeRequest{}).ProtoReflect().Descriptor().ParentFile(),
		(&registration.PluginInfo{}).ProtoReflect().Descriptor().ParentFile(),
	} {
		messages(file.Messages())
		enums(file.Enums())
		extensions(file.Extensions())
		services(file.Services())
	}
	sort.Strings(lines)
	for _, text := range lines {
		fmt.Fprintln(os.Stdout, text)
	}
}

func messages(all protoreflect.MessageDescriptors) {
	for i := 0; i < all.Len(); i++ {
		message := all.Get(i)
		if message.IsMapEntry() {
			continue
		}
		line("message", string(message.FullName()), options(message.Options()))
		for f := 0; f < message.Fields().Len(); f++ {
			field := message.Fields().Get(f)
			line("field", string(message.FullName()), string(field.Name()), fmt.Sprint(field.Number()),
				fieldType(field), label(field), options(field.Options()))
		}
		messages(message.Messages())
		enums(message.Enums())
		extensions(message.Extensions())
	}
}

func enums(all protoreflect.EnumDescriptors) {
	for i := 0; i < all.Len(); i++ {
		enum := all.Get(i)
		line("enum", string(enum.FullName()), options(enum.Options()))
		for v := 0; v < enum.Values().Len(); v++ {
			value := enum.Values().Get(v)
			line("value", string(enum.FullName()), string(value.Name()), fmt.Sprint(value.Number()),
				options(value.Options()))
		}
	}
}

func extensions(all protoreflect.ExtensionDescriptors) {
	for i := 0; i < all.Len(); i++ {
		extension := all.Get(i)
		line("extension", string(extension.FullName()), string(extension.ContainingMessage().FullName()),
			fmt.Sprint(extension.Number()), fieldType(extension), options(extension.Options()))
	}
}

func services(all protoreflect.ServiceDescriptors) {
	for i := 0; i < all.Len(); i++ {
		service := all.Get(i)
		line("service", string(service.FullName()), options(service.Options()))
		for m := 0; m < service.Methods().Len(); m++ {
			method := service.Methods().Get(m)
			line("call", string(service.FullName()), string(method.Name()),
				stream(method.IsStreamingClient())+string(method.Input().FullName()),
				stream(method.IsStreamingServer())+string(method.Output().FullName()), options(method.Options()))
		}
	}
}

func stream(streaming bool) string {
	if streaming {
		return "stream:"
	}
	return ""
}

func fieldType(field protoreflect.FieldDescriptor) string {
	if field.IsMap() {
		return "map<" + fieldType(field.MapKey()) + "," + fieldType(field.MapValue()) + ">"
	}
	switch field.Kind() {
	case protoreflect.MessageKind:
		return string(field.Message().FullName())
	case protoreflect.EnumKind:
		return string(field.Enum().FullName())
	}
	return field.Kind().String()
}

func label(field protoreflect.FieldDescriptor) string {
	if oneof := field.ContainingOneof(); oneof != nil && !oneof.IsSynthetic() {
		return "oneof:" + string(oneof.Name())
	}
	if field.IsMap() {
		return "map"
	}
	return field.Cardinality().String()
}

// The options that are set, as name=value, sorted, joined by commas; "-" for none.
func options(message proto.Message) string {
	var set []string
	message.ProtoReflect().Range(func(field protoreflect.FieldDescriptor, value protoreflect.Value) bool {
		set = append(set, string(field.Name())+"="+value.String())
		return true
	})
	if len(set) == 0 {
		return "-"
	}
	sort.Strings(set)
	return strings.Join(set, ",")
}
