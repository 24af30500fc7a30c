using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Chunfeng.Web.Tests.House;

/// <summary>A type of another assembly that this one names somewhere in its metadata.</summary>
internal sealed record NamedType(string Assembly, string Namespace, string Name)
{
    public bool IsContract => Namespace.EndsWith(".Contracts", StringComparison.Ordinal) || Namespace.Contains(".Contracts.", StringComparison.Ordinal);
}

/// <summary>What an assembly names: types of other assemblies, other assemblies, and the strings in its code.</summary>
internal static class AssemblyReading
{
    public static IReadOnlyList<string> References(Assembly assembly) =>
        [.. assembly.GetReferencedAssemblies().Select(r => r.Name!).Order(StringComparer.Ordinal)];

    public static IReadOnlyList<NamedType> NamedTypes(Assembly assembly) => Read(assembly, reader =>
        reader.TypeReferences.Select(handle => Outermost(reader, handle)).OfType<NamedType>().Distinct().ToList());

    /// <summary>String literals of the code and string constants, where plain SQL lives.</summary>
    public static IReadOnlyList<string> Strings(Assembly assembly) => Read(assembly, reader =>
    {
        var strings = new List<string>();
        for (var handle = reader.GetNextHandle(MetadataTokens.UserStringHandle(0)); !handle.IsNil; handle = reader.GetNextHandle(handle))
        {
            strings.Add(reader.GetUserString(handle));
        }

        return strings;
    });

    private static T Read<T>(Assembly assembly, Func<MetadataReader, T> read)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        return read(file.GetMetadataReader());
    }

    /// <summary>A nested type is named through the type around it; null for a type of the assembly itself.</summary>
    private static NamedType? Outermost(MetadataReader reader, TypeReferenceHandle handle)
    {
        var type = reader.GetTypeReference(handle);
        return type.ResolutionScope.Kind switch
        {
            HandleKind.TypeReference => Outermost(reader, (TypeReferenceHandle)type.ResolutionScope),
            HandleKind.AssemblyReference => new NamedType(
                reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name),
                reader.GetString(type.Namespace), reader.GetString(type.Name)),
            _ => null,
        };
    }
}
