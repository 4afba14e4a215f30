{#- nbgrader's list of a notebook's submissions, below a list of the exercises that a person grades. -#}
{%- extends 'gradebook_notebook_submissions.tpl' -%}
{%- from 'exercises.tpl' import table -%}

{%- block messages -%}
{%- if exercises %}{{ table("Graded by hand, exercise by exercise", exercises, of_several=False) }}{% endif %}
{{ super() }}
{%- endblock -%}
