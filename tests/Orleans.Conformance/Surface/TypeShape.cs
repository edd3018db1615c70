namespace Orleans.Conformance.Surface;

/// <summary>What code outside its assembly can see of a public type, as text that two assemblies can be compared by.</summary>
/// <param name="Name">Namespace, enclosing types and name, with the number of its generic parameters.</param>
/// <param name="Kind">Class, struct, interface or enum, with its modifiers.</param>
/// <param name="Generics">Generic parameters with variance and constraints.</param>
/// <param name="Base">Base type.</param>
/// <param name="Interfaces">Every interface that it says it implements.</param>
/// <param name="Usage">For an attribute: what it may stand on. Empty where nothing is said.</param>
/// <param name="Members">Public and protected members that are not overrides, by a key that names them among their overloads.</param>
internal sealed record TypeShape(
    string Name,
    string Kind,
    string Generics,
    string Base,
    IReadOnlySet<string> Interfaces,
    string Usage,
    IReadOnlyList<MemberShape> Members)
{
    /// <summary>Where this type says something else than the one it stands for. What it leaves out is no difference.</summary>
    public IEnumerable<string> DifferencesFrom(TypeShape original)
    {
        foreach (var (what, own, other) in new[] { ("kind", Kind, original.Kind), ("generics", Generics, original.Generics), ("usage", Usage, original.Usage) })
        {
            if (own != other)
                yield return $"{Name}: {what} is '{own}', Orleans has '{other}'";
        }

        if (Base != original.Base && Base != "System.Object")
            yield return $"{Name}: base is {Base}, Orleans has {original.Base}";
        foreach (var extra in Interfaces.Except(original.Interfaces).Order(StringComparer.Ordinal))
            yield return $"{Name}: implements {extra}, which Orleans' does not";

        var known = original.Members.Select(member => member.Text).ToHashSet();
        foreach (var member in Members.Where(member => !known.Contains(member.Text)))
        {
            var near = original.Members.Where(other => other.Name == member.Name).Select(other => other.Text).ToList();
            yield return near is []
                ? $"{Name}: has '{member.Text}', Orleans has nothing of that name"
                : $"{Name}: has '{member.Text}', Orleans has '{string.Join("' and '", near)}'";
        }
    }
}

/// <summary>One member: its name, and everything that a caller or an implementer sees of it.</summary>
internal sealed record MemberShape(string Name, string Text);
