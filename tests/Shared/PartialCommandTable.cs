using System.Reflection;
using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Testing;

/// <summary>The generated table with some of its modules. It takes one argument per module of the product; who tests one module must not change with every new one.</summary>
public static class PartialCommandTable
{
    /// <summary>Commands of modules that are not given must not be sent.</summary>
    public static CommandTable Create<TTable>(params object[] modules)
        where TTable : CommandTable
    {
        var constructor = typeof(TTable).GetConstructors().Single();
        return (CommandTable)constructor.Invoke(
            [.. constructor.GetParameters().Select((ParameterInfo parameter) => modules.FirstOrDefault(parameter.ParameterType.IsInstanceOfType))]);
    }
}
