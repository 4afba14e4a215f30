{#- nbgrader's list of assignments, below a list of the exercises that have open answers in any of them. -#}
{%- extends 'gradebook_assignments.tpl' -%}
{%- from 'exercises.tpl' import table -%}

{%- block messages -%}
{%- if exercises %}{{ table("Open answers, exercise by exercise", exercises, of_several=True) }}{% endif %}
{{ super() }}
{%- endblock -%}
