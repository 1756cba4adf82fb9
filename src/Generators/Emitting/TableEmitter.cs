using Microsoft.CodeAnalysis.CSharp;
using Venueless.Fast.Generators.Model;
using Venueless.Fast.Generators.Parsing;

namespace Venueless.Fast.Generators.Emitting;

/// <summary>All commands to the one dispatch table.</summary>
internal static class TableEmitter
{
    public static string Emit(TableModel table)
    {
        var modules = NameModules(table);
        var code = new CodeWriter();
        code.Line($"namespace {table.Namespace};").Line();
        code.Line("/// <summary>The commands of this assembly.</summary>");
        var accessibility = table.Commands.All(static command => command.IsModulePublic) ? "public" : "internal";
        code.Open($"{accessibility} sealed class ServerCommandTable : {KnownNames.CommandTable}");
        EmitFields(code, table, modules);
        EmitConstructor(code, modules);
        EmitLookups(code, table);
        EmitInvoke(code, table);
        foreach (var command in table.Commands)
        {
            code.Line();
            EmitHandler(code, command, modules[command.ModuleType]);
        }

        code.Close();
        return code.ToString();
    }

    /// <summary>Module class to the name of its parameter, in ordinal order of the class names.</summary>
    private static Dictionary<string, string> NameModules(TableModel table)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var used = new HashSet<string>(StringComparer.Ordinal);
        var ordered = table.Commands
            .OrderBy(static command => command.ModuleName, StringComparer.Ordinal)
            .ThenBy(static command => command.ModuleType, StringComparer.Ordinal);
        foreach (var command in ordered)
        {
            if (names.ContainsKey(command.ModuleType))
            {
                continue;
            }

            var baseName = char.ToLowerInvariant(command.ModuleName[0]) + command.ModuleName.Substring(1);
            var name = baseName;
            for (var number = 2; !used.Add(name); number++)
            {
                name = baseName + number;
            }

            names.Add(command.ModuleType, name);
        }

        return names;
    }

    private static void EmitFields(CodeWriter code, TableModel table, Dictionary<string, string> modules)
    {
        var sets = table.Commands
            .SelectMany(static command => new[] { command.WorldPermissions, command.RoomPermissions, command.ChannelPermissions })
            .Where(static bits => bits is not null)
            .Select(static bits => bits!.Value)
            .Distinct()
            .OrderBy(static bits => bits);
        foreach (var bits in sets)
        {
            code.Line($"private static readonly {KnownNames.PermissionSet} {SetName(bits)} = new {KnownNames.PermissionSet}(0x{bits:X}UL);");
        }

        code.Line();
        code.Line("private static readonly string[] Names =").Line("[");
        foreach (var command in table.Commands)
        {
            code.Inner($"{Literal(command.Name)},");
        }

        code.Line("];").Line();
        foreach (var module in Ordered(modules))
        {
            code.Line($"private readonly {module.Key} _{module.Value};");
        }
    }

    private static void EmitConstructor(CodeWriter code, Dictionary<string, string> modules)
    {
        var parameters = string.Join(", ", Ordered(modules).Select(static module => $"{module.Key} {module.Value}"));
        code.Line().Open($"public ServerCommandTable({parameters})");
        foreach (var module in Ordered(modules))
        {
            code.Line($"_{module.Value} = {module.Value};");
        }

        code.Close();
    }

    private static void EmitLookups(CodeWriter code, TableModel table)
    {
        code.Line().Line("/// <inheritdoc/>").Line($"public override int Count => {table.Commands.Count};");
        code.Line().Line("/// <inheritdoc/>").Open($"public override int Find({KnownNames.Bytes} name)");
        code.Open("switch (name.Length)");
        var byLength = Enumerable.Range(0, table.Commands.Count)
            .GroupBy(number => table.Commands[number].Name.Length)
            .OrderBy(static group => group.Key);
        foreach (var group in byLength)
        {
            code.Line($"case {group.Key}:");
            foreach (var number in group)
            {
                code.Inner($"if (global::System.MemoryExtensions.SequenceEqual(name, {Literal(table.Commands[number].Name)}u8)) {{ return {number}; }}");
            }

            code.Inner("break;");
        }

        code.Close().Line().Line("return -1;").Close();
        code.Line().Line("/// <inheritdoc/>").Line("public override string NameOf(int command) => Names[command];");

        var roomCommands = Enumerable.Range(0, table.Commands.Count)
            .Where(number => table.Commands[number] is { RoomPermissions: not null } or { ChannelPermissions: not null })
            .ToList();
        var usesRoom = roomCommands.Count == 0 ? "false" : "command is " + string.Join(" or ", roomCommands);
        code.Line().Line("/// <inheritdoc/>").Line($"public override bool UsesRoom(int command) => {usesRoom};");
    }

    private static void EmitInvoke(CodeWriter code, TableModel table)
    {
        code.Line().Line("/// <inheritdoc/>");
        code.Line($"public override {KnownNames.Result} InvokeAsync(int command, {KnownNames.CommandContext} context, {KnownNames.Bytes} body) =>");
        code.Inner("command switch").Inner("{");
        for (var number = 0; number < table.Commands.Count; number++)
        {
            code.Inner($"    {number} => {MethodName(table.Commands[number])}(context, body),");
        }

        code.Inner("    _ => throw new global::System.ArgumentOutOfRangeException(nameof(command)),");
        code.Inner("};");
    }

    /// <summary>Gates, body, handler, in the order of connection.md section 4. A method of its own, so that bodies do not share one huge stack frame.</summary>
    private static void EmitHandler(CodeWriter code, CommandModel command, string module)
    {
        var gates = Gates(command).ToList();
        code.Line($"// {command.Name}");
        code.Open($"private {KnownNames.Result} {MethodName(command)}({KnownNames.CommandContext} context, {KnownNames.Bytes} body)");
        if (gates.Count > 0)
        {
            code.Line($"{KnownNames.CommandResult} refusal;");
        }

        foreach (var gate in gates)
        {
            code.Open($"if (!{KnownNames.CommandGates}.{gate})").Line($"return new {KnownNames.Result}(refusal);").Close().Line();
        }

        if (command.BodyType is null)
        {
            code.Line($"return _{module}.{command.Method}(context);");
        }
        else
        {
            code.Open($"if ({command.BodyType}.TryRead(body, out var value) is {{ }} error)");
            code.Line($"return new {KnownNames.Result}({KnownNames.CommandResult}.InvalidBody(error));").Close().Line();
            code.Line($"return _{module}.{command.Method}(context, value);");
        }

        code.Close();
    }

    private static IEnumerable<string> Gates(CommandModel command)
    {
        if (command.WorldPermissions is { } world)
        {
            yield return $"World(context, {SetName(world)}, out refusal)";
        }

        if (command.RoomPermissions is { } room)
        {
            yield return $"Room(context, body, {SetName(room)}, {(command.RoomModule is null ? "null" : Literal(command.RoomModule))}, out refusal)";
        }

        if (command.ChannelPermissions is { } channel)
        {
            yield return $"Channel(context, body, {SetName(channel)}, {(command.IsRoomCommand ? "true" : "false")}, out refusal)";
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> Ordered(Dictionary<string, string> modules) =>
        modules.OrderBy(static module => module.Value, StringComparer.Ordinal);

    private static string SetName(ulong bits) => $"Permissions{bits:X}";

    // user.online_status becomes Invoke_user_online__status: unique, because a segment of a valid name has no two '_' in a row.
    private static string MethodName(CommandModel command) => "Invoke_" + command.Name.Replace("_", "__").Replace('.', '_');

    private static string Literal(string text) => SymbolDisplay.FormatLiteral(text, quote: true);
}
